// Package docs stands for the examples of virtual machines, which finding an image does not need.
package docs

import v1 "kubevirt.io/api/core/v1"

type UserData struct{}

type Option struct{}

func NewVM(name, image string, options ...Option) *v1.VirtualMachine { return &v1.VirtualMachine{} }

func WithRng() Option { return Option{} }

func WithCloudInitNoCloud(userData string) Option { return Option{} }

func CloudInit(data *UserData) string { return "" }
