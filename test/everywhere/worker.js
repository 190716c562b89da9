import * as mapper from "../../dist/index.js";
import { smoke } from "./smoke.js";

self.onmessage = ({ data }) => {
  try {
    self.postMessage(smoke(mapper, data));
  } catch (error) {
    self.postMessage(`failed: ${error?.stack ?? error}`);
  }
};
