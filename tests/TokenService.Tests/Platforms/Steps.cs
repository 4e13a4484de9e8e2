namespace WxYarpGateway.TokenService.Tests.Platforms;

/// <summary>
/// What one replica does to the world, in order, and the moment at which it dies: from the chosen step on, it does nothing any more.
/// </summary>
internal sealed class Steps
{
    private readonly Lock _gate = new();
    private readonly List<string> _done = [];
    private int? _dieAt;

    /// <summary>Gets a value indicating whether the replica is dead.</summary>
    public bool IsDead { get; private set; }

    public IReadOnlyList<string> Done
    {
        get
        {
            lock (_gate)
            {
                return [.. _done];
            }
        }
    }

    /// <summary>Lets the replica die before it does the step with this number, counted from now on.</summary>
    public void DieAt(int step)
    {
        lock (_gate)
        {
            _done.Clear();
            _dieAt = step;
        }
    }

    public void Enter(string name)
    {
        lock (_gate)
        {
            IsDead |= _done.Count >= _dieAt;
            if (IsDead)
            {
                throw new DiedException(name);
            }

            _done.Add(name);
        }
    }

    internal sealed class DiedException(string step) : Exception($"The replica died before '{step}'.");
}
