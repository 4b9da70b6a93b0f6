"""Secunda: a medical second opinion service that an organisation runs on its own machines."""

VERSION = "0.1.0"
