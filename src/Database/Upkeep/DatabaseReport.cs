namespace WxYarpGateway.Database.Upkeep;

/// <summary>What a database has.</summary>
/// <param name="Kind">SQLite or PostgreSQL.</param>
/// <param name="Place">Where it is, without a password.</param>
/// <param name="IsThere">Whether it is there.</param>
/// <param name="Applied">Its migrations that this program knows, in order.</param>
/// <param name="Pending">The migrations that it lacks.</param>
/// <param name="Unknown">The migrations that a newer program made.</param>
/// <param name="KeyProblem">What is wrong with the key, as a sentence; <see langword="null"/> when it is the database's.</param>
/// <param name="LastBackup">The newest backup in the data folder, or <see langword="null"/>.</param>
public sealed record DatabaseReport(
    string Kind,
    string Place,
    bool IsThere,
    IReadOnlyList<string> Applied,
    IReadOnlyList<string> Pending,
    IReadOnlyList<string> Unknown,
    string? KeyProblem,
    string? LastBackup);
