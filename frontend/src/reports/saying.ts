/** How this page puts figures into the words of the language in use. */

import { computed } from "vue";
import { useI18n } from "vue-i18n";
import type { By, Excluded, Figure, Group } from "@/reports/answers";
import * as figures from "@/reports/figures";

const ZONE = "Asia/Shanghai";

export function useSaying() {
  const { locale, ...i18n } = useI18n();
  const t = (key: string, named: Readonly<Record<string, unknown>> = {}): string => i18n.t(key, named);
  const te = (key: string): boolean => i18n.te(key);

  const units = computed<figures.Units>(() => ({
    second: t("reports.unit.second"),
    minute: t("reports.unit.minute"),
    minutes: t("reports.unit.minutes"),
    hour: t("reports.unit.hour"),
    day: t("reports.unit.day"),
    unproven: t("reports.unproven"),
    beyond: t("reports.beyond"),
    none: "–",
  }));

  const duration = (seconds: number | null): string =>
    seconds === null ? "–" : figures.duration(seconds, units.value);
  const promised = (seconds: number): string => figures.promised(seconds, units.value);
  const percentile = (figure: Figure, n: number): string => figures.percentile(figure, n, units.value);
  const interval = (figure: Figure): string => figures.interval(figure, units.value);
  const count = (calls: number): string => new Intl.NumberFormat(locale.value).format(calls);
  const share = (part: number | null): string => (part === null ? "–" : figures.share(part));

  /** 2026-11-22 10:15 */
  const moment = (at: string): string =>
    new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "short" }).format(new Date(at));

  /** 11/22, for axes */
  const shortDay = (date: string): string => `${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))}`;

  /** 11月22日 周日, Sun 22 Nov */
  const day = (date: string): string =>
    new Intl.DateTimeFormat(locale.value === "en" ? "en-GB" : locale.value, {
      timeZone: "UTC",
      month: "short",
      day: "numeric",
      weekday: "short",
    }).format(new Date(date));

  /** The service names its rows; those it names in English are named here. */
  function rowName(by: By, row: Pick<Group, "key" | "name">): string {
    if (row.key === null) return t(`reports.nobody.${by}`);
    switch (by) {
      case "kind":
        return t(`kind.${row.key}`);
      case "weekday":
        return t(`reports.weekday.${row.key}`);
      case "day":
        return day(row.key);
      case "hour":
      case "month":
      case "station":
      case "caregiver":
        return row.name;
    }
  }

  const withInterval = (figure: Figure, n: number): string =>
    n === 0
      ? units.value.none
      : t("reports.withInterval", { value: percentile(figure, n), interval: interval(figure) });
  const shareWithInterval = (part: number | null, low: number, high: number): string =>
    part === null ? "–" : t("reports.withInterval", { value: share(part), interval: figures.shareInterval(low, high) });

  const left = (excluded: readonly Excluded[]): string =>
    excluded
      .map((one) => t("reports.reasonCalls", { reason: reason(one.reason), n: count(one.calls) }))
      .join(t("reports.comma"));
  const reason = (key: string): string => (te(`reports.reason.${key}`) ? t(`reports.reason.${key}`) : key);

  return {
    t,
    te,
    duration,
    promised,
    percentile,
    interval,
    count,
    share,
    withInterval,
    shareInterval: figures.shareInterval,
    shareWithInterval,
    moment,
    day,
    shortDay,
    rowName,
    left,
  };
}

export type Saying = ReturnType<typeof useSaying>;
