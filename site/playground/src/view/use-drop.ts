import { useEffect, useRef, useState } from "preact/hooks";
import type { InputFile } from "../mapping/input.ts";

/** Takes files that are dropped anywhere on the page; says whether some are held over it. */
export function useDrop(onFiles: (files: readonly InputFile[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const take = useRef(onFiles);
  take.current = onFiles;
  useEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // Else it only went from one element to another.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take.current(filesIn(event.dataTransfer));
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);
  return isOver;
}

function filesIn(transfer: DataTransfer | null): readonly InputFile[] {
  const files = Array.from(transfer?.files ?? []).map((file) => ({ name: file.name, content: file }));
  const text = transfer?.getData("text/plain") ?? "";
  return files.length > 0 || text === "" ? files : [{ name: "dropped text", content: new Blob([text]) }];
}
