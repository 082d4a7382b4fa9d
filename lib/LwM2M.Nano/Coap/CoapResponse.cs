// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace LwM2M.Nano.Coap
{
    /// <summary>The response to a request while it is composed. A body that does not fit is composed again where there is more room.</summary>
    public sealed class CoapResponse
    {
        // Fields, since the device's interpreter pays for every call of a property.
        internal readonly CoapWriter _writer = new CoapWriter();
        internal bool _hasOverflowed;
        internal BodySource _source;
        internal int _block1;
        private readonly byte[] _token = new byte[8];
        private CoapMessage _request;
        private byte[] _buffer;
        private int _capacity;
        private int _tokenLength;
        private int _observeSequence;
        private int _contentFormat;

        /// <summary>The message being written.</summary>
        public CoapWriter Writer
        {
            get { return _writer; }
        }

        /// <summary>The Observe option of the response; -1 for none.</summary>
        public int ObserveSequence
        {
            get { return _observeSequence; }
            set { _observeSequence = value; }
        }

        /// <summary>The body, when it is given block by block; else null.</summary>
        internal BodySource Source
        {
            get { return _source; }
        }

        /// <summary>The Block1 option of a response without a payload: that of the request, unless another is set; -1 for none.</summary>
        internal int Block1
        {
            get { return _block1; }
            set { _block1 = value; }
        }

        /// <summary>The Content-Format of the payload.</summary>
        internal int ContentFormat
        {
            get { return _contentFormat; }
        }

        /// <summary>The response code written.</summary>
        internal CoapCode Code
        {
            get { return (CoapCode)_buffer[1]; }
        }

        /// <summary>Begins the response to a request.</summary>
        /// <param name="request">A parsed request.</param>
        /// <param name="buffer">Where to write, from offset 0.</param>
        /// <param name="capacity">How many bytes of it may be used.</param>
        internal void Begin(CoapMessage request, byte[] buffer, int capacity)
        {
            _request = request;
            _buffer = buffer;
            _capacity = capacity;
            _observeSequence = -1;
            _hasOverflowed = false;
            _source = null;
            _block1 = request.Block1;

            // A request put together from blocks lies where its answer may have to go.
            _tokenLength = request.TokenLength;
            if (_tokenLength > 0)
            {
                Array.Copy(request.Buffer, request.TokenOffset, _token, 0, _tokenLength);
            }
        }

        /// <summary>Goes on in another buffer with what is composed already.</summary>
        internal void GoOn(byte[] buffer, int capacity)
        {
            _buffer = buffer;
            _capacity = capacity;
            _hasOverflowed = false;
        }

        /// <summary>Writes the header. Options and a payload may follow.</summary>
        /// <param name="code">The response code.</param>
        public void Respond(CoapCode code)
        {
            _writer.Begin(_buffer, 0, _capacity, CoapType.Acknowledgement, code, _request.MessageId, _token, 0, _tokenLength);
        }

        /// <summary>Writes the header of a response with a payload, up to the payload.</summary>
        /// <param name="contentFormat">The payload's format.</param>
        /// <returns>Where the payload starts in the buffer.</returns>
        public int BeginContent(int contentFormat)
        {
            CoapWriter writer = _writer;
            writer.Begin(_buffer, 0, _capacity, CoapType.Acknowledgement, CoapCode.Content, _request.MessageId, _token, 0, _tokenLength);
            if (_observeSequence >= 0)
            {
                writer.AddOption(CoapOption.Observe, _observeSequence);
            }

            _contentFormat = contentFormat;
            writer.AddOption(CoapOption.ContentFormat, contentFormat);
            if (_block1 >= 0)
            {
                writer.AddOption(CoapOption.Block1, _block1);
            }

            return writer.BeginPayload();
        }

        /// <summary>Answers with a body that is given block by block.</summary>
        /// <param name="source">Gives it.</param>
        /// <param name="contentFormat">Its format.</param>
        public void Give(BodySource source, int contentFormat)
        {
            Respond(CoapCode.Content);
            _source = source;
            _contentFormat = contentFormat;
        }

        /// <summary>Ends a payload.</summary>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="overflowed">It did not fit.</param>
        /// <returns>Content, or InternalServerError when it did not fit.</returns>
        public CoapCode EndContent(int length, bool overflowed)
        {
            _writer.EndPayload(length, overflowed);
            _hasOverflowed = _writer.Overflowed;
            return _hasOverflowed ? CoapCode.InternalServerError : CoapCode.Content;
        }
    }
}
