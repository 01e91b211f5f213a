// Command pulumi-resource-gcp serves, through Pulumi's own bridge, the few resources of HashiCorp's Google provider that a stack of role
// accounts makes, and the data source by which other programs find an image, under the tokens of @pulumi/gcp. Each service registers
// itself with the provider's registry; only those are linked that these need, since the whole provider has 176. Endpoints and the access
// token come from the variables that the whole provider reads too.
package main

import (
	"context"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-provider-google/google/registry"
	_ "github.com/hashicorp/terraform-provider-google/google/services/compute"
	_ "github.com/hashicorp/terraform-provider-google/google/services/iambeta"
	_ "github.com/hashicorp/terraform-provider-google/google/services/resourcemanager"
	_ "github.com/hashicorp/terraform-provider-google/google/services/storage"
	"github.com/hashicorp/terraform-provider-google/google/transport"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

const version = "9.37.0"

var served = map[string]tokens.Type{
	"google_iam_workload_identity_pool":          "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
	"google_iam_workload_identity_pool_provider": "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
	"google_project_iam_custom_role":             "gcp:projects/iAMCustomRole:IAMCustomRole",
	"google_project_iam_member":                  "gcp:projects/iAMMember:IAMMember",
	"google_service_account":                     "gcp:serviceaccount/account:Account",
	"google_service_account_iam_member":          "gcp:serviceaccount/iAMMember:IAMMember",
	"google_storage_bucket":                      "gcp:storage/bucket:Bucket",
	"google_storage_bucket_iam_member":           "gcp:storage/bucketIAMMember:BucketIAMMember",
}

const imageSource = "google_compute_image"

func main() {
	resources := map[string]*tfbridge.ResourceInfo{}
	provider := &schema.Provider{
		Schema:               map[string]*schema.Schema{"project": {Type: schema.TypeString, Optional: true}},
		ResourcesMap:         map[string]*schema.Resource{},
		DataSourcesMap:       map[string]*schema.Resource{imageSource: registry.DataSource(imageSource)},
		ConfigureContextFunc: connect,
	}
	for name, resource := range registry.ResourceMap() {
		token, wanted := served[name]
		if !wanted {
			continue
		}
		provider.ResourcesMap[name] = resource
		resources[name] = &tfbridge.ResourceInfo{Tok: token}
		if _, labelled := resource.SchemaMap()["terraform_labels"]; labelled {
			resources[name].Fields = map[string]*tfbridge.SchemaInfo{"terraform_labels": {Name: "pulumiLabels"}}
		}
	}
	tfbridge.Main("gcp", version, tfbridge.ProviderInfo{
		P: shim.NewProvider(provider), Name: "gcp", ResourcePrefix: "google", Version: version, Resources: resources,
		DataSources:  map[string]*tfbridge.DataSourceInfo{imageSource: {Tok: "gcp:compute/getImage:getImage"}},
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
	}, []byte("{}"))
}

func connect(ctx context.Context, data *schema.ResourceData) (any, diag.Diagnostics) {
	batching, err := transport.ExpandProviderBatchingConfig(nil)
	if err != nil {
		return nil, diag.FromErr(err)
	}
	config := &transport.Config{
		Project:         data.Get("project").(string),
		AccessToken:     os.Getenv("GOOGLE_OAUTH_ACCESS_TOKEN"),
		CustomEndpoints: map[string]string{},
		DefaultLabels:   map[string]string{},
		BatchingConfig:  batching,
	}
	for _, product := range registry.ListProducts() {
		if url := os.Getenv("GOOGLE_" + strings.ToUpper(product.CustomEndpointField)); url != "" {
			config.CustomEndpoints[product.CustomEndpointField] = url
		}
	}
	// writes of a policy are gathered for as long as the provider runs, not only while it is configured
	if err := config.LoadAndValidate(context.WithoutCancel(ctx)); err != nil {
		return nil, diag.FromErr(err)
	}
	return config, nil
}
