using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>An OpenID provider on a free port. Whoever comes is the person that the test says.</summary>
public sealed class FakeIdentityProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "one" };
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge)> _codes = new(StringComparer.Ordinal);

    private FakeIdentityProvider(WebApplication app)
    {
        _app = app;
    }

    /// <summary>Gets its address.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Gets or sets who comes.</summary>
    public string Subject { get; set; } = "1";

    /// <summary>Gets or sets the person's groups.</summary>
    public string[] Groups { get; set; } = [];

    /// <summary>Starts a provider.</summary>
    public static async Task<FakeIdentityProvider> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var provider = new FakeIdentityProvider(app);
        app.MapGet("/.well-known/openid-configuration", () => new Dictionary<string, string>
        {
            ["issuer"] = provider.Url,
            ["authorization_endpoint"] = $"{provider.Url}/authorize",
            ["token_endpoint"] = $"{provider.Url}/token",
            ["jwks_uri"] = $"{provider.Url}/keys",
        });
        app.MapGet("/keys", () =>
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(provider._key.Rsa.ExportParameters(false)));
            return new { keys = new[] { new { kty = "RSA", use = "sig", kid = "one", n = key.N, e = key.E } } };
        });
        app.MapGet("/authorize", (HttpRequest request) =>
        {
            var code = Guid.NewGuid().ToString();
            provider._codes[code] = (request.Query["nonce"]!, request.Query["code_challenge"]!);
            return Results.Redirect(QueryHelpers.AddQueryString(
                request.Query["redirect_uri"]!, new Dictionary<string, string?> { ["code"] = code, ["state"] = request.Query["state"] }));
        });
        app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            var challenge = Base64UrlTextEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]!)));
            if (!provider._codes.TryRemove(form["code"]!, out var asked) || challenge != asked.Challenge)
            {
                return Results.BadRequest();
            }

            var token = provider.Token(form["client_id"]!, asked.Nonce);
            return Results.Json(new { access_token = "x", token_type = "Bearer", id_token = token });
        });
        await app.StartAsync(cancellationToken);
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Rsa.Dispose();
    }

    private string Token(string client, string nonce) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Url,
        Audience = client,
        Expires = DateTime.UtcNow.AddMinutes(5),
        SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        Claims = new Dictionary<string, object>
        {
            ["sub"] = Subject,
            ["preferred_username"] = "zoe",
            ["groups"] = Groups,
            ["nonce"] = nonce,
        },
    });
}
