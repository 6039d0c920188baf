"""The staff admin: groups, viewsets, choosers, exports."""
