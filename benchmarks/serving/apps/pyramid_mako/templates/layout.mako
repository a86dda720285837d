<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>${title}</title>
</head>
<body>
  <nav>
    <ul>
      % for name, label in menu:
      <li><a href="${request.route_path(name)}"${' aria-current="page"' if name == current else "" | n}>${label}</a></li>
      % endfor
    </ul>
  </nav>
  <%block name="main"/>
  <footer><p>${footer}</p></footer>
</body>
</html>
