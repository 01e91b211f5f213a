# Sourced by the jobs on the tree's host: hands GitLab's identity tokens to each cloud's own client, which exchanges them
# for credentials that expire. A cloud takes part if its variables are set; nothing lasting is kept anywhere.
umask 077
identity="$CI_PROJECT_DIR/.dev/identity"
mkdir -p "$identity"

if [ -n "${AWS_ROLE_ARN:-}" ]; then
  printf %s "$AWS_ID_TOKEN" > "$identity/aws"
  export AWS_WEB_IDENTITY_TOKEN_FILE="$identity/aws" AWS_ROLE_SESSION_NAME="cloud-images-$CI_JOB_ID"
fi

if [ -n "${AZURE_CLIENT_ID:-}" ]; then
  printf %s "$AZURE_ID_TOKEN" > "$identity/azure"
  export AZURE_FEDERATED_TOKEN_FILE="$identity/azure"
fi

# The credentials of a service account of Google's, for the job's token.
google() {
  cat > "$identity/$1.json" <<JSON
{
  "type": "external_account",
  "audience": "$CLOUD_IMAGES_GCP_AUDIENCE",
  "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
  "token_url": "https://sts.googleapis.com/v1/token",
  "credential_source": { "file": "$identity/gcp" },
  "service_account_impersonation_url": "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/$2:generateAccessToken"
}
JSON
}

if [ -n "${CLOUD_IMAGES_GCP_SERVICE_ACCOUNT:-}" ]; then
  printf %s "$GCP_ID_TOKEN" > "$identity/gcp"
  google gcp "$CLOUD_IMAGES_GCP_SERVICE_ACCOUNT"
  export GOOGLE_APPLICATION_CREDENTIALS="$identity/gcp.json"
  if [ -n "${CLOUD_IMAGES_GCP_DELETE_SERVICE_ACCOUNT:-}" ]; then
    google gcp-delete "$CLOUD_IMAGES_GCP_DELETE_SERVICE_ACCOUNT"
    export GOOGLE_DELETE_CREDENTIALS="$identity/gcp-delete.json"
  fi
fi

umask 022
