import type { ThemeConfig } from "antd";

/** The colours of the workplace. Each text colour stands 4.5:1 or more on white and on its own ground; meaning never hangs on colour alone. */
export const COLOURS = {
  blue: "#1d5bb5", blueGround: "#edf3fc",
  red: "#b42318", redGround: "#fdf0ee",
  amber: "#8a5a00", amberGround: "#fdf5e2",
  green: "#1b7240", greenGround: "#eaf6ee",
  text: "#1f2733", muted: "#596273", line: "#dfe3ea", ground: "#f5f6f8",
} as const;

/** Told apart by colour-blind readers too (after Okabe and Ito), in the order in which lines are drawn. */
export const CHART_COLOURS = ["#1d5bb5", "#d07400", "#00805f", "#a8447f", "#5b6b7f"] as const;

/** Chinese system fonts first: nothing is loaded. */
export const FONT = '-apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Segoe UI", Roboto, sans-serif';

/** Below this width lists are cards, controls 44 px high. */
export const PHONE = "(max-width: 767.98px)";
/** From this width on the menu stands at the side. */
export const WIDE = "(min-width: 1200px)";

/** The tokens of Ant Design, set once. `still` for readers who asked their system for less motion. */
export function themeOf(still: boolean): ThemeConfig {
  return {
    token: {
      colorPrimary: COLOURS.blue, colorInfo: COLOURS.blue, colorLink: COLOURS.blue,
      colorSuccessBg: COLOURS.greenGround, colorSuccessBorder: "#a5d3b5", colorErrorBg: COLOURS.redGround, colorErrorBorder: "#efb8b0", colorWarningBg: COLOURS.amberGround, colorWarningBorder: "#e6c98a", colorInfoBg: COLOURS.blueGround, colorInfoBorder: "#b3cbee",
      colorError: COLOURS.red, colorWarning: COLOURS.amber, colorSuccess: COLOURS.green,
      colorText: COLOURS.text, colorTextSecondary: COLOURS.muted, colorTextTertiary: COLOURS.muted, colorTextDescription: COLOURS.muted,
      colorTextPlaceholder: "#667083", colorTextDisabled: "#667083", colorBorder: "#c3cad6", colorBorderSecondary: COLOURS.line, colorBgLayout: COLOURS.ground,
      fontFamily: FONT, fontSize: 14, borderRadius: 6, controlHeight: 34, controlHeightLG: 44, motion: !still,
    },
    components: { Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" } },
  };
}
