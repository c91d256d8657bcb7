-- A history as version 1 of the tables wrote it. Frozen: what was released stays here as it was.

CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    title_source TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    last_used_ms INTEGER NOT NULL,
    deleted_ms INTEGER,
    leaf_id INTEGER REFERENCES messages (id),
    mode TEXT NOT NULL,
    overrides TEXT NOT NULL,
    instructions TEXT NOT NULL,
    draft TEXT NOT NULL
) STRICT;

CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    parent_id INTEGER,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    thinking_seconds REAL,
    record TEXT,
    content TEXT NOT NULL,
    thinking TEXT,
    FOREIGN KEY (conversation_id, parent_id) REFERENCES messages (conversation_id, id)
) STRICT;

CREATE UNIQUE INDEX messages_by_conversation ON messages (conversation_id, id);
CREATE INDEX messages_by_parent ON messages (conversation_id, parent_id);
CREATE INDEX messages_streaming ON messages (id) WHERE state = 'streaming';
CREATE INDEX conversations_by_use ON conversations (deleted_ms, last_used_ms DESC, id DESC, title, created_ms);
CREATE INDEX conversations_by_leaf ON conversations (leaf_id);

INSERT INTO conversations VALUES
    (1, 'What is 梯度消失?', 'auto', 1700000000000, 1700000003000, NULL, NULL, 'reasoning', '{"temperature":0.5,"seed":null}', 'Be brief.', 'and why'),
    (4, 'Mine', 'user', 1700000000000, 1700000009000, NULL, NULL, 'code', '{}', '', '');
INSERT INTO messages VALUES
    (1, 1, NULL, 'user', 'complete', 1700000001000, NULL, NULL, 'What is 梯度消失?', NULL),
    (2, 1, 1, 'assistant', 'stopped', 1700000002000, NULL, NULL, 'It', 'Hm.'),
    (3, 1, 1, 'assistant', 'complete', 1700000003000, 1.5, '{"mode":"reasoning","mode_source":"auto","model":{"id":"m","name":"M","family":"r1","path":"/m.gguf","fingerprint":"f","sha256":null,"quantization":"Q4_K_M"},"settings":{"temperature":0.5,"top_p":0.95,"top_k":50,"min_p":0.0,"repeat_penalty":1.0,"repeat_last_n":64,"frequency_penalty":0.0,"presence_penalty":0.0,"max_tokens":2048,"max_thinking_tokens":null,"seed":1,"sampler_order":["penalties","top_k","temperature","top_p","min_p"]},"engine":{"llama_cpp_python":"0.3.36","runtime":"cpu","device":"CPU","gpu_layers":0,"context":8192,"threads":2},"stats":{"prompt_tokens":5,"reused_tokens":0,"answer_tokens":9,"thinking_tokens":3,"first_token_ms":50.0,"tokens_per_second":20.0,"stop_reason":"end"}}', 'It vanishes.', 'Hm. 梯度…');
UPDATE conversations SET leaf_id = 3 WHERE id = 1;

PRAGMA user_version = 1;
