import type zhCN from "../zh-CN";
import board from "./board";
import map from "./map";
import phone from "./phone";
import reports from "./reports";
import shared from "./shared";

const en: typeof zhCN = { ...shared, board, map, phone, reports };
export default en;
