namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>Keeps the addresses of backends that requests go to again and again.</summary>
/// <remarks>
/// To make one and to have HttpClient take it apart costs as much as finding the session. Each has one place, so the memory is bounded; two
/// addresses with the same place take turns. An address with a query is not kept: it seldom comes again, and may say something of a person.
/// </remarks>
internal sealed class BackendAddresses
{
    private const int Places = 256;
    private const int LongestTarget = 200;

    private readonly Address?[] _addresses = new Address?[Places];

    /// <summary>Finds the address that a target was written to; <see langword="null"/> when it is to be made.</summary>
    /// <param name="destination">The address of the backend.</param>
    /// <param name="target">What stands in the request line.</param>
    public Uri? Find(string destination, string target)
        => Volatile.Read(ref PlaceOf(target)) is { } known && known.Target == target && known.Destination == destination ? known.Uri : null;

    /// <summary>Keeps an address.</summary>
    /// <param name="destination">The address of the backend.</param>
    /// <param name="target">What stands in the request line.</param>
    /// <param name="uri">The address.</param>
    public void Keep(string destination, string target, Uri uri)
    {
        if (target.Length <= LongestTarget && !target.Contains('?', StringComparison.Ordinal))
        {
            Volatile.Write(ref PlaceOf(target), new Address(destination, target, uri));
        }
    }

    private ref Address? PlaceOf(string target) => ref _addresses[target.GetHashCode(StringComparison.Ordinal) & (Places - 1)];

    private sealed record Address(string Destination, string Target, Uri Uri);
}
