"""A small bot behind the gateway: it knows JSON and HTTP, and nothing of WeChat."""
import html
import json
import os
import secrets
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = '<!doctype html><meta name="viewport" content="width=device-width"><h1>{}</h1>'


def welcome(user):
    return f"Welcome, {user['nickname']}!" if user and user.get("nickname") else "Welcome!"


def answer(path, message):
    if path == "/msg/text":
        return {"type": "text", "msg": f"You said: {message['Content']}"}
    if path == "/event/CLICK":
        article = {"title": "Today's news", "desc": f"You chose {message['EventKey']}.",
                   "picUrl": "https://example.com/news.png", "url": "https://example.com/news"}
        return {"type": "news", "articles": [article]}
    if path == "/event/subscribe":
        return {"type": "text", "msg": welcome(message.get("userInfo"))}
    return {}  # Nothing to say to anything else.


class Bot(BaseHTTPRequestHandler):
    timeout = 10  # Seconds, for a sender that stalls.

    def do_POST(self):
        try:
            size = int(self.headers.get("Content-Length", 0))
            if not 0 <= size <= 1024 * 1024:  # A message has a few KB.
                return self.send_error(413)
            body = dict(json.loads(self.rfile.read(size)))
        except (TypeError, ValueError, RecursionError):
            return self.send_error(400)
        if self.path != "/oauth":
            self.send(json.dumps(answer(self.path, body)))
        elif body.get("openId"):  # Yours to remember: which user this session belongs to.
            cookie = f"session={secrets.token_hex(16)}; Path=/; HttpOnly; Secure; SameSite=Lax"
            self.send(PAGE.format(html.escape(welcome(body.get("userInfo")))), "text/html", cookie)
        else:
            self.send(PAGE.format("Welcome, guest! You did not sign in."), "text/html")

    def send(self, text, content_type="application/json", cookie=None):
        content = text.encode("utf-8", "replace")
        self.send_response(200)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", len(content))  # Bytes, not letters.
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.end_headers()
        self.wfile.write(content)


address = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
print("Listening on http://{}:{}".format(*address), flush=True)
ThreadingHTTPServer(address, Bot).serve_forever()
