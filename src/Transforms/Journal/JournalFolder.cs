namespace WxYarpGateway.Transforms.Journal;

/// <summary>Where this process may keep what must outlive it; <see langword="null"/> where it may not.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Longest">The longest that a file there becomes.</param>
internal sealed record JournalFolder(string? Path, long Longest = JournalFile.Longest)
{
    /// <summary>How many processes can share a folder.</summary>
    private const int Places = 16;

    /// <summary>Takes the first place in the folder that no living process has; returns <see langword="null"/> when all are taken.</summary>
    public JournalPlace? TakePlace()
    {
        PrivateFile.CreateFolder(Path!);
        return Enumerable.Range(0, Places).Select(number => JournalPlace.TryTake(Path!, number)).FirstOrDefault(place => place is not null);
    }

    /// <summary>Takes the places whose processes are gone and have left something behind.</summary>
    public IEnumerable<JournalPlace> TakeLeft()
    {
        for (var number = 0; number < Places; number++)
        {
            if (new FileInfo(JournalPlace.FileOf(Path!, number)) is { Exists: true, Length: > 0 } && JournalPlace.TryTake(Path!, number) is { } place)
            {
                yield return place;
            }
        }
    }
}
