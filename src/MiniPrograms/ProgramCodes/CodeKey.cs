using System.Security.Cryptography;

namespace WxYarpGateway.MiniPrograms.ProgramCodes;

/// <summary>What a picture is of.</summary>
/// <param name="App">The mini program's AppId.</param>
/// <param name="Order">The SHA-256 of the order's body, in hexadecimal.</param>
internal readonly record struct CodeKey(string App, string Order)
{
    /// <summary>Returns the key of an order.</summary>
    public static CodeKey Of(string app, CodeOrder order) => new(app, Convert.ToHexString(SHA256.HashData(order.Body.Span)));
}
