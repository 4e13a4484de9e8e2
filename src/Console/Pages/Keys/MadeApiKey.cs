namespace WxYarpGateway.Console.Pages.Keys;

/// <summary>A key that was made just now. It is shown once, and kept nowhere.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Key">The key itself.</param>
/// <param name="Fragment">What operators put into the configuration: it has the digest alone.</param>
internal sealed record MadeApiKey(string Name, string Key, string Fragment)
{
    /// <summary>Returns the name; the key is not for printing.</summary>
    public override string ToString() => Name;
}
