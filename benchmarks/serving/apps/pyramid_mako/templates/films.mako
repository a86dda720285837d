<%inherit file="layout.mako"/>
<%block name="main">
  <main>
    <h1>${title}</h1>
    <table>
      % for film in films:
      <tr>
        <td><a href="${request.route_path('film', slug=film.slug)}">${film.title}</a></td>
        <td>${film.director}</td>
        <td>${film.year}</td>
        <td>\
% if film.new:
<b>New</b>\
% else:
<i>${film.rating}</i>\
% endif
</td>
      </tr>
      % endfor
    </table>
  </main>
</%block>
