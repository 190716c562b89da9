import { render } from "preact";
import { Page } from "./view/page.tsx";
import { applyTheme } from "./view/theme.tsx";

applyTheme();
const place = document.getElementById("page");
if (place !== null) render(<Page />, place);
