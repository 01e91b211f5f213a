module kubevirt.io/containerdisks

go 1.24

require kubevirt.io/api v0.0.0

replace kubevirt.io/api => ./api
