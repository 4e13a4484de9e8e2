using System.Net;
using WxYarpGateway.Rig;

namespace WxYarpGateway.Gateway.Tests.QrLogin;

/// <summary>A browser that keeps its cookies, whichever replica sets them, and follows no redirect.</summary>
internal sealed class QrLoginBrowser
{
    private readonly Dictionary<string, string> _cookies = [];

    public string Login { get; set; } = "";

    public async Task<QrLoginPage> GetAsync(RunningGateway gateway, string path) => await SendAsync(gateway, HttpMethod.Get, path);

    public async Task<QrLoginPage> SendAsync(
        RunningGateway gateway, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(method, new Uri(gateway.Address, path));
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var set = answer.Headers.TryGetValues("Set-Cookie", out var values) ? values.ToArray() : [];
        foreach (var cookie in set.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
        {
            _cookies[cookie[0]] = cookie[1];
        }

        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new QrLoginPage(answer.StatusCode, text, answer.Headers.Location, set);
    }

    /// <summary>Returns how the page's script is told that the sign-in stands.</summary>
    public async Task<string> StateAsync(RunningGateway gateway, string? login = null)
    {
        var answer = await GetAsync(gateway, $"{QrLoginRig.Path}/wait?login={login ?? Login}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Text["{\"state\":\"".Length..^"\"}".Length];
    }

    public Task<QrLoginPage> FinishAsync(RunningGateway gateway, string? login = null)
        => GetAsync(gateway, $"{QrLoginRig.Path}/finish?login={login ?? Login}");
}

/// <summary>What a browser got.</summary>
internal sealed record QrLoginPage(HttpStatusCode StatusCode, string Text, Uri? Location, IReadOnlyList<string> Cookies);
