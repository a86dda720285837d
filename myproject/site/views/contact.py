"""The contact form: shown, checked, stored, mailed; then a redirect, so that a reload sends nothing twice."""

from __future__ import annotations

from hashlib import blake2b
from ipaddress import IPv6Address, IPv6Network
from typing import TYPE_CHECKING

from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.i18n import TranslationStringFactory
from pyramid.request import Request

from myproject.content.contact import store_message
from myproject.content.site import site_info
from myproject.site.contexts import ContactPage, Field
from myproject.site.layout import layout, translated
from myproject.web.csrf import is_forged
from myproject.web.guards import check_texts
from myproject.web.views import view_config

if TYPE_CHECKING:
    from myproject.site.forms import ContactForm

_ = TranslationStringFactory("myproject")

SENT = "contact"
# One visitor's own. Not no-store: with that, browsers forget what was typed as soon as the visitor looks at another
# page, and cannot go back to a form that was refused.
OWN = "private, no-cache"
EXPIRED = _(
    "The form was open for too long. Nothing is lost: please send it once more. If that does not help, allow cookies"
    " for this site."
)
INVALID = _("Please look at the fields that are marked.")
TOO_OFTEN = _("You have sent several messages already. Please send this one in ${minutes} min.")


@view_config(route_name="contact", renderer="contact.pt", request_method="GET")
def contact(request: Request) -> ContactPage:
    # Looked at first: taking it out writes the session, which visitors who sent nothing do not need.
    sent = bool(request.session.peek_flash(SENT)) and bool(request.session.pop_flash(SENT))
    return _page(request, None, sent=sent)


@view_config(route_name="contact", renderer="contact.pt", request_method="POST", require_csrf=False)
def send(request: Request) -> ContactPage | HTTPSeeOther:
    # Here, because most processes start to show pages: forms and mails bring libraries of their own.
    from myproject.site.forms import ContactForm

    check_texts(request.POST, request.POST.keys())
    form = ContactForm(request.POST)
    if is_forged(request):
        return _refused(request, form, 400, translated(request, EXPIRED))
    if form.website.data:
        return _thanks(request)
    if not form.validate():
        return _refused(request, form, 422, translated(request, INVALID))
    sender = _sender(request)
    if wait := request.registry["myproject.contact_rate"].wait(sender):
        request.response.retry_after = wait
        message = TOO_OFTEN % {"minutes": -(-wait // 60)}
        return _refused(request, form, 429, translated(request, message))
    _keep(request, form, sender)
    return _thanks(request)


def _keep(request: Request, form: ContactForm, sender: str) -> None:
    from pyramid_mailer.message import Message

    from myproject.site.mail import in_ascii, mail_after_commit

    number = store_message(
        request.dbsession,
        name=form.name.data,
        email=form.email.data,
        subject=form.subject.data,
        body=form.message.data,
        sender_address_digest=sender,
    )
    club = site_info(request.dbsession)
    if not club.email:
        return
    reply_to = in_ascii(form.email.data)
    mail = Message(
        subject=f"[{club.name}] {form.subject.data}",
        sender=club.email,
        recipients=[club.email],
        body=f"{form.name.data} <{form.email.data}>\n\n{form.message.data}\n",
        extra_headers={"Reply-To": reply_to} if reply_to else {},
    )
    mail_after_commit(request, mail, f"Message {number}")


def _thanks(request: Request) -> HTTPSeeOther:
    request.session.flash(True, SENT)
    return HTTPSeeOther(request.route_url("contact"))


def _refused(request: Request, form: ContactForm, status: int, error: str) -> ContactPage:
    request.response.status_int = status
    return _page(request, form, error=error)


def _page(
    request: Request, form: ContactForm | None, *, error: str | None = None, sent: bool = False
) -> ContactPage:
    request.response.cache_control = OWN

    def field(name: str) -> Field:
        if form is None:
            return Field("", None)
        each = form[name]
        return Field(each.data or "", translated(request, each.errors[0]) if each.errors else None)

    return ContactPage(
        **layout(request, title=translated(request, _("Contact"))),
        action=request.route_path("contact"),
        csrf_token=get_csrf_token(request),
        name=field("name"),
        email=field("email"),
        subject=field("subject"),
        message=field("message"),
        error=error,
        sent=sent,
    )


def _sender(request: Request) -> str:
    """The visitor's network address as a keyed digest: enough to count, not enough to tell who it was."""
    secret = request.registry["myproject.settings"].secret.encode()
    address = _counted(request.remote_addr or "")
    return blake2b(address.encode(), key=secret[:64], digest_size=16).hexdigest()


def _counted(address: str) -> str:
    """What counts as one address: of IPv6 the network of 64 bits, which one visitor has to choose addresses from."""
    try:
        # Some proxies tell the port as well, by which waitress leaves the brackets: "[2001:db8::1]:443".
        found = IPv6Address(address.removeprefix("[").partition("]")[0])
    except ValueError:
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found), 64), strict=False))
