import DefaultTheme from "vitepress/theme";
import "./lines.css";

export default DefaultTheme;
