using System.Net;

namespace WxYarpGateway.Demo.Platform;

/// <summary>
/// The browser of an account's owner, as far as an authorization needs one: it keeps cookies, tells the origin it comes from, and shows
/// each redirect before it follows it.
/// </summary>
internal sealed class Visitor : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
    private Uri? _page;

    /// <summary>Opens an address, as from a link on the page that is shown.</summary>
    public Task<BrowserStep> OpenAsync(Uri address, CancellationToken cancellationToken)
        => SendAsync(new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);

    /// <summary>Presses the button of the page that is shown: its form goes to its own address.</summary>
    public Task<BrowserStep> PressAsync(IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _page) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("Origin", OriginOf(_page!));
        return SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<BrowserStep> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Both sites ask for no more than the origin (Referrer-Policy: strict-origin).
        request.Headers.Referrer = _page is null ? null : new Uri(OriginOf(_page));
        using (request)
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var address = request.RequestUri!;
            var location = response.Headers.Location is { } target ? new Uri(address, target) : null;

            // A redirect leaves the page on the screen, and its origin is what the next site is told.
            _page = location is null ? address : _page;
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return new BrowserStep(request.Method.Method, address, request.Headers.Referrer, (int)response.StatusCode, location, body);
        }
    }

    private static string OriginOf(Uri page) => page.GetLeftPart(UriPartial.Authority);
}
