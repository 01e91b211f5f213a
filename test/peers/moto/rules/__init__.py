"""What AWS does and moto does not, a file for each part of AWS."""
