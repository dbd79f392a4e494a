Small offices keep procedures in a workbook or CSV file that goes out and comes in unchanged; findings, imports, names of agencies and periodic reviews have screens under `/danh-muc`.
