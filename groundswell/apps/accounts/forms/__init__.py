"""What is typed on the pages about access and the organisation."""
