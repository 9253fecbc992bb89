import { type DragEvent, useState } from 'react';

/** Takes a file that is dropped, and tells while one is held over. */
export function useDrop(take: (file: Blob) => void) {
  const [isOver, setIsOver] = useState(false);
  const isFile = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');
  return {
    isOver,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!isFile(event)) return;
        event.preventDefault();
        setIsOver(true);
      },
      onDragLeave: ({ currentTarget, relatedTarget }: DragEvent) => {
        if (relatedTarget instanceof Node && currentTarget.contains(relatedTarget)) return;
        setIsOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!isFile(event)) return;
        event.preventDefault();
        setIsOver(false);
        const [file] = event.dataTransfer.files;
        if (file !== undefined) take(file);
      },
    },
  };
}
