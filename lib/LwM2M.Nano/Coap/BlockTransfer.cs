// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Coap
{
    /// <summary>What a transfer moves, and which way.</summary>
    internal enum TransferKind : byte
    {
        Free,

        /// <summary>A request's body, arriving (Block1).</summary>
        Request,

        /// <summary>An answer that is kept, to be fetched (Block2).</summary>
        Answer,

        /// <summary>A request's body, on its way out (Block1).</summary>
        Upload,

        /// <summary>An answer that is being fetched (Block2).</summary>
        Download
    }

    /// <summary>
    /// A body in transfer block by block (RFC 7959). It is known by its kind, its peer and the key of its requests: method, path,
    /// query and formats.
    /// </summary>
    internal sealed class BlockTransfer
    {
        /// <summary>A request's own header and options are put before its assembled payload.</summary>
        internal const int HeaderRoom = 192;

        private readonly int _maximumBody;

        internal BlockTransfer(int maximumBody)
        {
            _maximumBody = maximumBody;
        }

        /// <summary>What is moved.</summary>
        internal TransferKind Kind;

        /// <summary>With whom.</summary>
        internal Peer Peer;

        /// <summary>See <see cref="CoapMessage.TransferKey"/>.</summary>
        internal long Key;

        /// <summary>Of the payload of the request that is answered; 0 when it had none.</summary>
        internal long PayloadKey;

        /// <summary>How many bytes have come, or there are.</summary>
        internal int Length;

        /// <summary>How many bytes have gone out and been taken.</summary>
        internal int Offset;

        /// <summary>The size exponent in use.</summary>
        internal int Exponent;

        /// <summary>The Content-Format of an answer.</summary>
        internal int ContentFormat;

        /// <summary>The length of the header before the body.</summary>
        internal int HeaderLength;

        /// <summary>When it was used last, in milliseconds of the clock.</summary>
        internal long LastUsed;

        /// <summary>What takes the body, when it is not put together here.</summary>
        internal BodySink Sink;

        /// <summary>What gives the body, when it is not kept here.</summary>
        internal BodySource Source;

        private byte[] _buffer;

        /// <summary>Room for the header, and behind it for the body. Made when it is first needed.</summary>
        internal byte[] Buffer
        {
            get
            {
                if (_buffer == null)
                {
                    _buffer = new byte[HeaderRoom + _maximumBody];
                }

                return _buffer;
            }
        }

        /// <summary>The largest body in bytes.</summary>
        internal int Capacity
        {
            get { return _maximumBody; }
        }

        /// <summary>Ends it, whole or not.</summary>
        internal void Free()
        {
            BodySink sink = Sink;
            Sink = null;
            Source = null;
            Kind = TransferKind.Free;
            if (sink != null)
            {
                sink.Abandon();
            }
        }

        /// <summary>Whether it is one of these.</summary>
        internal bool Is(TransferKind kind, Peer peer, long key)
        {
            return Kind == kind && Key == key && Peer.AreSame(Peer, peer);
        }

        /// <summary>Copies part of the body.</summary>
        internal void CopyTo(int position, byte[] buffer, int offset, int count)
        {
            if (Source != null)
            {
                Source.Read(position, buffer, offset, count);
            }
            else
            {
                Array.Copy(Buffer, HeaderRoom + position, buffer, offset, count);
            }
        }

        /// <summary>Tells one body of a path from the next, so that nobody puts blocks of two together.</summary>
        internal int ETag()
        {
            if (Source != null)
            {
                return Source.ETag & 0x7FFFFFFF;
            }

            int hash = 17;
            for (int i = 0; i < Length; i++)
            {
                hash = hash * 31 + Buffer[HeaderRoom + i];
            }

            return hash & 0x7FFFFFFF;
        }
    }
}
