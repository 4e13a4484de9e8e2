using System.Text;

namespace WxYarpGateway.TokenService.Store;

/// <summary>
/// A value as it crosses the store. It carries what is left of its life and never a moment, since clocks differ between machines.
/// </summary>
internal sealed record StoredValue(byte[] Value, TimeSpan Remaining)
{
    /// <summary>Gets the value as text.</summary>
    public string Text => Encoding.UTF8.GetString(Value);

    /// <summary>Returns a value that is text.</summary>
    public static StoredValue OfText(string text, TimeSpan remaining) => new(Encoding.UTF8.GetBytes(text), remaining);

    public override string ToString() => "***";
}
