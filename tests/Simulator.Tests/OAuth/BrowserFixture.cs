using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.OAuth;

namespace WxYarpGateway.Simulator.Tests.OAuth;

/// <summary>Opens the authorize page and presses its buttons as a browser would.</summary>
public abstract class BrowserFixture : SimulatorFixture
{
    protected const string Back = "https://shop.example.com/back";

    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true });

    protected string Link(string redirectUri = Back, string scope = OAuthScope.UserInfo, string state = "abc", string more = "") =>
        $"{ApiPath.Authorize}?appid={Account.AppId}&redirect_uri={Uri.EscapeDataString(redirectUri)}"
        + $"&response_type=code&scope={scope}&state={state}{more}";

    protected async Task<string> PageAsync(string link)
    {
        using var response = await _browser.GetAsync(new Uri(Simulator.Address, link), Cancellation);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    /// <summary>Returns where the browser is sent, to the letter.</summary>
    protected async Task<string> OpenAsync(string link)
    {
        using var response = await _browser.GetAsync(new Uri(Simulator.Address, link), Cancellation);
        return LocationOf(response);
    }

    protected async Task<string> PressAsync(string link, string decision, string user, string nickname = "")
    {
        using var response = await PostAsync(link, ("decision", decision), ("user", user), ("nickname", nickname));
        return LocationOf(response);
    }

    protected Task<HttpResponseMessage> PostAsync(string link, params (string Name, string Value)[] fields) =>
        _browser.PostAsync(
            new Uri(Simulator.Address, link),
            new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
            Cancellation);

    protected string OpenIdOf(string location) =>
        Simulator.OAuth.Codes.Single(use => location.Contains(use.Code, StringComparison.Ordinal)).OpenId;

    private static string LocationOf(HttpResponseMessage response)
    {
        Assert.Equal(302, (int)response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        return response.Headers.NonValidated["Location"].ToString();
    }
}
