"""What the library costs to run, measured against what one would use instead, in one run on one machine."""
