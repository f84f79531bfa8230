"""The same in other packages, each as its manual says."""
