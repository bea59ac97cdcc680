/** Distances as people say them: 600 metres, 1.2 kilometres; and when nobody knows, that. */

import { useI18n } from "vue-i18n";

export function useFar() {
  const { t } = useI18n({ useScope: "global" });
  return (metres: number | null): string => {
    if (metres === null) return t("board.assign.away");
    return metres < 1000
      ? t("board.panel.metres", { n: Math.round(metres / 10) * 10 })
      : t("board.panel.kilometres", { n: (metres / 1000).toFixed(1) });
  };
}
