`bin/motcua deadline` computes and explains due dates without a site, one or a file of them; due dates know extensions, longest waits, answers to online dossiers and ways through several agencies.
