// Package v1 has the names that a container disk's source needs of KubeVirt's API.
package v1

type VirtualMachine struct{}

type VirtualMachineInstance struct{}
