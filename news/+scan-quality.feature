Every scanned page is measured (resolution, lean, blur, contrast, clipping, blank, colour) and judged by dated thresholds; a batch is sampled after ISO 2859-1.
