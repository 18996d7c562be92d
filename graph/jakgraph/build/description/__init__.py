"""void.ttl: the release described with VoID, DCAT and the HCLS dataset profile. Pure; no blank node in it."""

from jakgraph.build.description.document import Release, describe_release
from jakgraph.build.description.files import Product

__all__ = ["Product", "Release", "describe_release"]
