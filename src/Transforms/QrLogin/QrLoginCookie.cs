using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Codes.QrLogins;
using WxYarpGateway.Transforms.Pages;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.QrLogin;

/// <summary>The secret of the browser that shows a QR code. Who photographs the code has its id, and not this.</summary>
internal static class QrLoginCookie
{
    private const string Name = "wxgw-qr-login-";
    private const int SecretBytes = 32;
    private const int IdLetters = 8;

    /// <summary>Returns a new secret, and what is kept of it.</summary>
    public static (string Secret, string Digest) Make()
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (secret, DigestOf(secret));
    }

    /// <summary>Returns the cookie of a sign-in. Two tabs have two.</summary>
    public static BrowserCookie Of(QrLoginSettings settings, string id)
        => new(Name + id[..Math.Min(IdLetters, id.Length)], settings.PublicUrl);

    /// <summary>Returns whether a request is from the browser that shows the sign-in's QR code.</summary>
    public static bool IsFromItsBrowser(HttpRequest request, QrLoginSettings settings, QrLoginAttempt login)
        => Of(settings, login.Id).Get(request) is { } secret
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(DigestOf(secret)), Encoding.ASCII.GetBytes(login.Browser));

    private static string DigestOf(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
