using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.MiniProgram;

/// <summary>The backend of a mini program that sells books. It knows HTTP and six headers, and nothing of WeChat.</summary>
public static class Shop
{
    /// <summary>The token by which the backend knows the gateway, unless <c>--Token</c> names another.</summary>
    public const string DefaultToken = "token-of-the-shop";

    /// <summary>Creates the shop; <c>--Urls</c> and <c>--Token</c> configure it.</summary>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.UseUrls(builder.Configuration["Urls"] ?? "http://127.0.0.1:9000");
        var shop = builder.Build();
        var token = Encoding.UTF8.GetBytes(shop.Configuration["Token"] ?? DefaultToken);

        // Whoever does not come through the gateway could claim to be anybody.
        shop.Use((context, next) => IsGateway(context.Request, token)
            ? next(context)
            : Results.Unauthorized().ExecuteAsync(context));

        var orders = new ConcurrentDictionary<string, ConcurrentQueue<string>>(StringComparer.Ordinal);
        shop.MapGet("/hello", (HttpRequest request) => new { greeting = $"Welcome, {NameOf(request)}!" });
        shop.MapPost("/comments", (Comment comment, HttpRequest request) =>
            new { comment.Content, shown = !request.Headers.ContainsKey("X-WeChat-Content-Check") });

        // The gateway lets only logged-in users come here (RequireLogin).
        shop.MapGet("/private/orders", (HttpRequest request) => orders.GetValueOrDefault(UserOf(request)) ?? []);
        shop.MapPost("/private/orders", (Order order, HttpRequest request) =>
            orders.GetOrAdd(UserOf(request), _ => new ConcurrentQueue<string>()).Enqueue(order.Book));
        return shop;
    }

    private static bool IsGateway(HttpRequest request, byte[] token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), token);

    // The gateway sets these headers always, and removes whatever a phone writes there; without a login they are empty.
    private static string UserOf(HttpRequest request) => request.Headers["User-Id"].ToString();

    private static string NameOf(HttpRequest request) => UserOf(request) is { Length: > 0 } user ? $"user {user}" : "stranger";

    private sealed record Comment(string Content);

    private sealed record Order(string Book);
}
