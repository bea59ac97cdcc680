/** What stays the same for hours: the stations, where the homes are, how many units there are, which map tiles to use. */

import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import { http, Problem, Unreachable } from "@/core/http";

export interface HomePlace {
  resident: string;
  station: string;
  latitude: number;
  longitude: number;
}

export interface District {
  name: string;
  stations: { id: string; name: string; latitude: number; longitude: number }[];
  units: number;
  homes: HomePlace[];
  tile_url: string | null;
}

const RETRY_MS = 5_000;

export const useDistrict = defineStore("district", () => {
  const district = shallowRef<District | null>(null);
  const isAsking = ref(false);

  /** Read it unless it is there; while the service is away ask again every few seconds. */
  async function begin(): Promise<void> {
    if (district.value || isAsking.value) return;
    isAsking.value = true;
    try {
      district.value = await http<District>("/api/v1/district");
    } catch (trouble) {
      if (!(trouble instanceof Unreachable || (trouble instanceof Problem && trouble.isPassing))) throw trouble;
      setTimeout(() => void begin(), RETRY_MS);
    } finally {
      isAsking.value = false;
    }
  }

  return { district, begin };
});
