Administrators set from which figures scanned pages are told of and how batches are examined, each from a day on and with its decision.
