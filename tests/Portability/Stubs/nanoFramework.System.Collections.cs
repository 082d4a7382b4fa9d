// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reference stub of nanoFramework.System.Collections: signatures only, as the device has them.

namespace System.Collections
{
    public class DictionaryEntry
    {
        public object Key;
        public object Value;
        public DictionaryEntry(object key, object value) => throw null;
    }

    public class Hashtable : global::System.Collections.IEnumerable
    {
        public Hashtable() => throw null;
        public Hashtable(int capacity) => throw null;
        public Hashtable(int capacity, float loadFactor) => throw null;
        public int Count { get => throw null; }
        public bool IsSynchronized { get => throw null; }
        public object SyncRoot { get => throw null; }
        public bool IsReadOnly { get => throw null; }
        public bool IsFixedSize { get => throw null; }
        public global::System.Collections.ICollection Keys { get => throw null; }
        public global::System.Collections.ICollection Values { get => throw null; }
        public object this[object a0] { get => throw null; set { } }
        public object Clone() => throw null;
        public global::System.Collections.IEnumerator GetEnumerator() => throw null;
        public void CopyTo(global::System.Array array, int arrayIndex) => throw null;
        public void Add(object key, object value) => throw null;
        public void Clear() => throw null;
        public bool Contains(object key) => throw null;
        public void Remove(object key) => throw null;
    }

    public interface IDictionary : global::System.Collections.ICollection, global::System.Collections.IEnumerable
    {
        bool IsReadOnly { get; }
        bool IsFixedSize { get; }
        global::System.Collections.ICollection Keys { get; }
        global::System.Collections.ICollection Values { get; }
        object this[object a0] { get; set; }
        void Add(object key, object value);
        void Clear();
        bool Contains(object key);
        void Remove(object key);
    }
}
