// Command pulumi-resource-openstack serves terraform-provider-openstack through Pulumi's own bridge, under the tokens of
// @pulumi/openstack 3.15.2 (whose release is the same bridge over the same provider, v1.54.1).
// tokens.txt, written beside it when it is built, holds the tokens of that package's resources, one a line.
package main

import (
	_ "embed"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/terraform-provider-openstack/terraform-provider-openstack/openstack"
)

const version = "3.15.2"

//go:embed tokens.txt
var tokenList string

var (
	resourceName = regexp.MustCompile(`^openstack_([a-z]+)_(.*?)(_v\d+)?$`)
	modules      = map[string]string{"lb": "loadbalancer", "fw": "firewall", "db": "database"}
)

func main() {
	known := map[string]tokens.Type{} // "module/name", lower case
	for _, token := range strings.Fields(tokenList) {
		known[strings.ToLower(strings.Split(token, ":")[1])] = tokens.Type(token)
	}
	provider := shimv2.NewProvider(openstack.Provider())
	resources := map[string]*tfbridge.ResourceInfo{}
	provider.ResourcesMap().Range(func(key string, _ shim.Resource) bool {
		m := resourceName.FindStringSubmatch(key)
		if m == nil {
			return true
		}
		module := m[1]
		if renamed, ok := modules[module]; ok {
			module = renamed
		}
		name := module + "/" + strings.ReplaceAll(m[2], "_", "")
		for _, candidate := range []string{name, name + strings.TrimPrefix(m[3], "_")} {
			if token, ok := known[candidate]; ok {
				resources[key] = &tfbridge.ResourceInfo{Tok: token}
			}
		}
		return true
	})
	tfbridge.Main("openstack", version, tfbridge.ProviderInfo{
		P: provider, Name: "openstack", Version: version, Resources: resources,
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
	}, []byte("{}"))
}
