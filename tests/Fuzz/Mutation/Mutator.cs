namespace WxYarpGateway.Fuzz.Mutation;

/// <summary>Makes inputs out of those of a corpus. The same seed makes the same input, as long as the corpus is the same.</summary>
internal sealed class Mutator(Grammar grammar, IReadOnlyList<byte[]> corpus)
{
    // As large as a push may be, and a little more.
    private const int LargestInput = 260 * 1024;
    private const int MostChanges = 12;

    public byte[] Make(long seed)
    {
        var dice = new Dice(seed);
        var input = dice.Pick(corpus);
        for (var changes = 1 + dice.Small(MostChanges); changes > 0; changes--)
        {
            var other = dice.Pick(corpus);
            var changed = dice.OnceIn(3) ? null : grammar.Change?.Invoke(dice, input, other);
            changed ??= ByteChanges.Change(dice, input, other, grammar.Tokens);
            input = changed.Length > LargestInput ? input : changed;
        }

        return input;
    }
}
