using System.Buffers;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.Transforms.Xml.Lenient;

namespace WxYarpGateway.Transforms.Xml;

/// <summary>A parsed document: a flat, pooled table of elements that point into the UTF-8 source.</summary>
/// <remarks>
/// <see cref="System.Xml.XmlReader"/> allocates too much per message; see docs/adr/0003-own-xml-table.md.
/// JSON needs all elements of one name together, before the first is written. The table gives both without a DOM.
/// </remarks>
internal sealed class XmlTable : IDisposable
{
    private const int InitialNodes = 32;

    private readonly ReadOnlyMemory<byte> _source;
    private XmlNode[] _nodes = ArrayPool<XmlNode>.Shared.Rent(InitialNodes);
    private byte[] _decoded = [];
    private int _decodedLength;

    private XmlTable(ReadOnlyMemory<byte> source)
    {
        _source = source;
    }

    /// <summary>Gets the number of elements.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Parses a document: strictly, and leniently when that fails or is doubtful. Returns <see langword="null"/> when the document cannot
    /// be read, has a DTD, or exceeds <see cref="XmlLimits"/>.
    /// </summary>
    public static XmlTable? Parse(ReadOnlyMemory<byte> source) => Parse(source, readsLeaves: true);

    /// <summary>Parses a document with or without the parser's short way for usual elements, so that tests can compare the two.</summary>
    internal static XmlTable? Parse(ReadOnlyMemory<byte> source, bool readsLeaves)
    {
        source = LenientText.ToUtf8(source);
        var table = new XmlTable(source);
        var parser = new XmlParser(table, source.Span, readsLeaves);
        if (parser.Parse() && !parser.IsDoubtful)
        {
            return table;
        }

        if (new XmlLenientParser(table, source).Parse())
        {
            return table;
        }

        table.Dispose();
        return null;
    }

    /// <summary>Returns the element with the given index; 0 is the root.</summary>
    public ref XmlNode this[int node] => ref _nodes[node];

    /// <summary>Returns an element's name.</summary>
    public ReadOnlySpan<byte> Name(int node) => _source.Span.Slice(_nodes[node].NameStart, _nodes[node].NameLength);

    /// <summary>Returns the text of an element; empty when the element has children.</summary>
    public ReadOnlySpan<byte> Text(int node)
    {
        ref var entry = ref _nodes[node];
        var text = entry.TextIsDecoded ? _decoded.AsSpan() : _source.Span;
        return entry.FirstChild == XmlNode.None ? text.Slice(entry.TextStart, entry.TextLength) : default;
    }

    /// <summary>Returns the text of an element as memory that stays valid after the table is disposed.</summary>
    public ReadOnlyMemory<byte> TextMemory(int node)
    {
        ref var entry = ref _nodes[node];
        return entry.TextIsDecoded ? Text(node).ToArray() : _source.Slice(entry.TextStart, Text(node).Length);
    }

    /// <summary>Returns the first child with the given name, or <see cref="XmlNode.None"/>.</summary>
    public int Child(int parent, ReadOnlySpan<byte> name)
    {
        var hash = XmlNameHash.Of(name);
        var child = parent == XmlNode.None ? XmlNode.None : _nodes[parent].FirstChild;
        while (child != XmlNode.None && (_nodes[child].NameHash != hash || !Name(child).SequenceEqual(name)))
        {
            child = _nodes[child].NextName;
        }

        return child;
    }

    /// <summary>Returns the text of the first child with the given name; empty when there is none.</summary>
    public ReadOnlySpan<byte> ChildText(int parent, ReadOnlySpan<byte> name)
    {
        var child = Child(parent, name);
        return child == XmlNode.None ? default : Text(child);
    }

    /// <summary>Appends an element below a parent and returns its index.</summary>
    public int Add(int parent, int nameStart, int nameLength)
    {
        if (Count == _nodes.Length)
        {
            Grow(ref _nodes, Count);
        }

        var added = Count++;
        _nodes[added] = new XmlNode
        {
            NameStart = nameStart,
            NameLength = nameLength,
            NameHash = XmlNameHash.Of(_source.Span.Slice(nameStart, nameLength)),
            FirstChild = XmlNode.None,
            LastChild = XmlNode.None,
            NextName = XmlNode.None,
            NextSame = XmlNode.None,
            LastSame = added,
        };
        if (parent != XmlNode.None)
        {
            Link(parent, added);
        }

        return added;
    }

    /// <summary>Returns the buffer of decoded text from a start, with room for more bytes. Earlier decoded text is kept.</summary>
    public Span<byte> Decoded(int start, int more)
    {
        var needed = start + more;
        if (needed > _decoded.Length)
        {
            Grow(ref _decoded, _decodedLength, needed);
        }

        return _decoded.AsSpan(start, more);
    }

    /// <summary>Gets or sets the length of the decoded text in bytes.</summary>
    public int DecodedLength
    {
        get => _decodedLength;
        set => _decodedLength = value;
    }

    /// <summary>Removes all elements.</summary>
    public void Clear()
    {
        Count = 0;
        _decodedLength = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<XmlNode>.Shared.Return(_nodes);
        _nodes = [];
        if (_decoded.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_decoded);
            _decoded = [];
        }
    }

    private void Link(int parent, int added)
    {
        for (var head = _nodes[parent].FirstChild; head != XmlNode.None; head = _nodes[head].NextName)
        {
            if (_nodes[head].NameHash == _nodes[added].NameHash && Name(head).SequenceEqual(Name(added)))
            {
                _nodes[_nodes[head].LastSame].NextSame = added;
                _nodes[head].LastSame = added;
                return;
            }
        }

        if (_nodes[parent].FirstChild == XmlNode.None)
        {
            _nodes[parent].FirstChild = added;
        }
        else
        {
            _nodes[_nodes[parent].LastChild].NextName = added;
        }

        _nodes[parent].LastChild = added;
    }

    private static void Grow<T>(ref T[] array, int used, int needed = 0)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(array.Length * 2, needed));
        array.AsSpan(0, used).CopyTo(larger);
        if (array.Length > 0)
        {
            ArrayPool<T>.Shared.Return(array);
        }

        array = larger;
    }
}
