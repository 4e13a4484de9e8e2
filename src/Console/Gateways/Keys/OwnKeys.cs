namespace WxYarpGateway.Console.Gateways.Keys;

/// <summary>What the gateways said of the console's keys. One that said nothing, such as an older one, counts for neither.</summary>
/// <param name="Told">What they said.</param>
public sealed record OwnKeys(IReadOnlyList<OwnKey> Told)
{
    /// <summary>Gets that nothing is known.</summary>
    public static OwnKeys Unknown { get; } = new([]);

    /// <summary>Gets the name of the key; null where none is configured.</summary>
    public string? Name => Told.Select(key => key.Name).FirstOrDefault(name => name is { Length: > 0 });

    /// <summary>Returns whether no gateway would take a call that needs a scope.</summary>
    public bool Lack(string scope)
        => Told.Count > 0 && !Told.Any(key => key.Scopes.Contains(scope, StringComparer.OrdinalIgnoreCase));
}
