Figures of batches are summed where their rows are, for days that one chooses, page by page and with their total.
