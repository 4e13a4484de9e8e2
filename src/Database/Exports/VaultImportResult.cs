namespace WxYarpGateway.Database.Exports;

/// <summary>What an import did.</summary>
/// <param name="Added">How many authorizers were not there.</param>
/// <param name="Completed">How many had no refresh token, and have one now.</param>
/// <param name="Left">How many stayed as they were.</param>
public sealed record VaultImportResult(long Added, long Completed, long Left)
{
    /// <summary>Gets how many tickets were newer than those that were there.</summary>
    public long Tickets { get; init; }

    /// <summary>Gets how many records were not there.</summary>
    public long Records { get; init; }

    /// <summary>Gets how many records were there already.</summary>
    public long RecordsLeft { get; init; }

    /// <summary>Adds two parts of an import.</summary>
    /// <param name="left">One part.</param>
    /// <param name="right">The other part.</param>
    public static VaultImportResult operator +(VaultImportResult left, VaultImportResult right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Added + right.Added, left.Completed + right.Completed, left.Left + right.Left)
        {
            Tickets = left.Tickets + right.Tickets,
            Records = left.Records + right.Records,
            RecordsLeft = left.RecordsLeft + right.RecordsLeft,
        };
    }

    /// <summary>Adds two parts of an import.</summary>
    /// <param name="left">One part.</param>
    /// <param name="right">The other part.</param>
    public static VaultImportResult Add(VaultImportResult left, VaultImportResult right) => left + right;
}
