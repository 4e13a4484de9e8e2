namespace WxYarpGateway.Transforms.Journal;

/// <summary>The folder for journals.</summary>
/// <param name="Path">The folder; <see langword="null"/> for no journal.</param>
/// <param name="Longest">The longest file there.</param>
internal sealed record JournalFolder(string? Path, long Longest = JournalFile.Longest)
{
    /// <summary>The most processes that share a folder.</summary>
    private const int Places = 16;

    /// <summary>Takes the first free place in the folder; returns <see langword="null"/> when other processes have all of them.</summary>
    public JournalPlace? TakePlace()
    {
        PrivateFile.CreateFolder(Path!);
        return Enumerable.Range(0, Places).Select(number => JournalPlace.TryTake(Path!, number)).FirstOrDefault(place => place is not null);
    }

    /// <summary>Takes the places of dead processes that have left messages.</summary>
    public IEnumerable<JournalPlace> TakeLeft()
    {
        for (var number = 0; number < Places; number++)
        {
            if (new FileInfo(JournalPlace.FileOf(Path!, number)) is { Exists: true, Length: > 0 }
                && JournalPlace.TryTake(Path!, number) is { } place)
            {
                yield return place;
            }
        }
    }
}
