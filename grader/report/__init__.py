"""From facts to paper: view model, charts, HTML, PDF, class overview. The only room that knows Jinja2 and WeasyPrint."""
