module tender

go 1.24
