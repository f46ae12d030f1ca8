"""Taking an import back: what it wrote is read from the record and reversed by a new act."""
