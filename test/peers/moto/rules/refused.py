"""Errors in EC2's words (EC2-err)."""

from moto.ec2.exceptions import EC2ClientError


def refused(code: str, message: str) -> EC2ClientError:
    return EC2ClientError(code, message)


def no_image(image_id: str) -> EC2ClientError:
    return refused("InvalidAMIID.NotFound", f"The image id '[{image_id}]' does not exist")


def not_available(image_id: str) -> EC2ClientError:
    return refused("InvalidAMIID.Unavailable", f"The image ID '{image_id}' is currently unavailable")
